/** Tells people of alarms who do not look at a screen: by mail and webhook, from a table, until it has arrived. */
@NullMarked
package org.archivevault.server.alarm.notice;

import org.jspecify.annotations.NullMarked;
