-- Alarms for dashboards (see R__report_1_climate.sql). Which pack an alarm is about, who acknowledged it and in which words is for
-- those who sign in.
CREATE OR REPLACE VIEW report.alarm AS
SELECT id, kind, family,
       CASE WHEN split_part(subject, ':', 1) IN ('sensor', 'zone', 'camera', 'edge', 'block', 'source', 'reader', 'device', 'round')
            THEN subject ELSE split_part(subject, ':', 1) END AS subject,
       priority, state, quiet,
       happened_at, raised_at, acknowledged_at, cleared_at, closed_at, times, told_late, past, member_of IS NOT NULL AS grouped
  FROM public.alarm;
