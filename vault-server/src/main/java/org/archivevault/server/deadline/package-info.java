/** When something is due, in the three states that people see: normal, warning, overdue. */
@NullMarked
package org.archivevault.server.deadline;

import org.jspecify.annotations.NullMarked;
