/** Carries reports to the meaning of tags, and what is to be told to the uplink. */
@NullMarked
package org.archivevault.edge.tags.drive;

import org.jspecify.annotations.NullMarked;
