/**
 * Takes in the utility's own CSV export, page by page: the file is spooled, split at byte level, decoded strictly, checked
 * line by line, and copied in chunks, each in one transaction with the cursor that says how far it has come.
 */
@NullMarked
package org.archivevault.server.importing;

import org.jspecify.annotations.NullMarked;
