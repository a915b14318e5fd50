/**
 * LLRP 1.0.1 (tolerating 1.1): a client that keeps a reader connected, configured and reading, and a decoder of its tag
 * reports. Only this package knows the LLRP toolkit, which builds our messages and parses the reader's capabilities; what
 * a reader streams is walked by type and length here.
 */
@NullMarked
package org.archivevault.edge.tags.llrp;

import org.jspecify.annotations.NullMarked;
