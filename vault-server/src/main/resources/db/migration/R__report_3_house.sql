-- Gates, edges, retrievals and the access log for dashboards (see R__report_1_climate.sql): how often, when and where; never who.
-- Packs through gates, as their tags told.
CREATE OR REPLACE VIEW report.gate_crossing AS
SELECT at, read_point AS gate, what AS direction FROM public.tag_movement WHERE what LIKE 'gate-%';

-- When each edge's events were last committed, by lane.
CREATE OR REPLACE VIEW report.edge AS
SELECT edge, lane, max(moved_at) AS heard_at FROM public.edge_cursor GROUP BY edge, lane;

CREATE OR REPLACE VIEW report.retrieval AS
SELECT r.created_at AS asked_at, r.block, r.aisle, r.state, r.code, c.opened_at, r.changed_at
  FROM public.retrieval r
  LEFT JOIN LATERAL (SELECT min(at) AS opened_at FROM public.retrieval_change
                      WHERE retrieval = r.id AND state = 'open') c ON true;

CREATE OR REPLACE VIEW report.access AS SELECT at, kind, result FROM public.access_log;
