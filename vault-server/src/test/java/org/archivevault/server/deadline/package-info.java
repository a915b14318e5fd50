@NullMarked
package org.archivevault.server.deadline;

import org.jspecify.annotations.NullMarked;
