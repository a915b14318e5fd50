@NullMarked
package org.archivevault.server.alarm.notice;

import org.jspecify.annotations.NullMarked;
