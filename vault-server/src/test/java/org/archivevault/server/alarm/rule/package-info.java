@NullMarked
package org.archivevault.server.alarm.rule;

import org.jspecify.annotations.NullMarked;
