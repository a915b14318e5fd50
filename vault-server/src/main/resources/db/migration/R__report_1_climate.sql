-- What a dashboard may read (docs/how-to/see-it-in-grafana.md): views in a schema of their own, for a role that may read
-- nothing else. No name of a person or customer, no order, pack, tag or position code, no picture, no free text.
-- This file runs again whenever it changes, after all numbered migrations. A view that only gains columns, at its end, is replaced
-- in place; for any other change drop it first. A numbered migration that changes a column read here drops that view first.
CREATE OR REPLACE VIEW report.zone AS
SELECT zone, vault, name_zh || ' / ' || name_en AS name, keeps, coldest, warmest, driest, dampest
  FROM public.preservation_zone WHERE in_plan;

-- Hours in which both temperature and humidity were measured. An hour's time is its first moment.
CREATE OR REPLACE VIEW report.zone_hour AS
SELECT h.hour AS at, h.zone, z.name_zh || ' / ' || z.name_en AS name, h.temperature, h.humidity, h.dew_point,
       h.preservation_index, h.mould_limit, h.mould
  FROM public.preservation_hour h JOIN public.preservation_zone z ON z.zone = h.zone;

-- Good readings by sensor and five minutes; a step's time is its first moment.
CREATE OR REPLACE VIEW report.sensor_5min AS
SELECT step_start AS at, sensor, quantity, zone, least, mean, most, readings FROM public.reading_5min;

-- The last live value of each sensor, and whether it is there by its own word.
CREATE OR REPLACE VIEW report.sensor AS
SELECT l.sensor, l.quantity, l.zone, l.at, l.value, l.quality, s.online
  FROM public.sensor_latest l LEFT JOIN public.sensor_state s ON s.sensor = l.sensor;
