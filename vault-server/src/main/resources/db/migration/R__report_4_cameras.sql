-- Cameras for dashboards (see R__report_1_climate.sql): that somebody was seen, when and where; no picture, and nobody is told apart.
CREATE OR REPLACE VIEW report.camera AS SELECT camera, trusted, since, heard_at FROM public.camera_state;

CREATE OR REPLACE VIEW report.sighting AS
SELECT camera, label, zone, cardinality(aisles) > 0 AS in_aisle, began_at, seen_at, ended_at FROM public.camera_observation;
