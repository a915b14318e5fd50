/** What tag reports mean: read points, presence, gates, scans. Knows packs' tags, never a reader's protocol. */
@NullMarked
package org.archivevault.edge.tags;

import org.jspecify.annotations.NullMarked;
