/** The MQTT adapter: the only user of the Paho client. */
@NullMarked
package org.archivevault.link.mqtt;

import org.jspecify.annotations.NullMarked;
