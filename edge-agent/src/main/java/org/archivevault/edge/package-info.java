/** The process beside the shelving: drives the blocks of one vault, keeps what happened until the server has it. */
@NullMarked
package org.archivevault.edge;

import org.jspecify.annotations.NullMarked;
