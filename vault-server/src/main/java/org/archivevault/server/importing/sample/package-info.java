/** An export as the utility's own system would write it, invented from a seed: for the demonstration and measurements. */
@NullMarked
package org.archivevault.server.importing.sample;

import org.jspecify.annotations.NullMarked;
