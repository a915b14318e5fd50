/** The embedded MQTT broker; the only user of HiveMQ. */
@NullMarked
package org.archivevault.standalone.broker;

import org.jspecify.annotations.NullMarked;
