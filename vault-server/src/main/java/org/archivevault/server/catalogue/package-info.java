/** The records of what lies in the archive: business orders, packs, documents, pages, and where each pack lay when. */
@NullMarked
package org.archivevault.server.catalogue;

import org.jspecify.annotations.NullMarked;
