/** When readings are an alarm: pure rules for each sensor, what they remember, and the sweeper that feeds them. */
@NullMarked
package org.archivevault.server.alarm.rule;

import org.jspecify.annotations.NullMarked;
