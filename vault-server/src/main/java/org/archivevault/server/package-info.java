/** The process with the records: its settings, its start and which features it is made of. */
@NullMarked
package org.archivevault.server;

import org.jspecify.annotations.NullMarked;
