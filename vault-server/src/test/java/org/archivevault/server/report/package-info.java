@NullMarked
package org.archivevault.server.report;

import org.jspecify.annotations.NullMarked;
