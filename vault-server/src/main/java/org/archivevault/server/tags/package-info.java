/** What the readers tell about packs: where each was last seen, which proofs a place allows, and alarms. */
@NullMarked
package org.archivevault.server.tags;

import org.jspecify.annotations.NullMarked;
