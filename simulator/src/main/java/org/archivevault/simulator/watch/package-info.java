/**
 * Simulated sensors and cameras: a climate with faults to script, people in aisles, and how bridges and a camera system
 * tell of them over MQTT. It knows the messages from their makers' pages, not from the source profiles.
 */
@NullMarked
package org.archivevault.simulator.watch;

import org.jspecify.annotations.NullMarked;
