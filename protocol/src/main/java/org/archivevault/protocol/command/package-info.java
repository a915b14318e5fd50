/** What the server asks an edge to do, and the one way each command ends. */
@NullMarked
package org.archivevault.protocol.command;

import org.jspecify.annotations.NullMarked;
