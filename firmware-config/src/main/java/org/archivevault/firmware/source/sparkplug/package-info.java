/** Sparkplug B's payload: protocol buffers after the .proto of the Sparkplug 3.0 specification, chapter 6. */
@NullMarked
package org.archivevault.firmware.source.sparkplug;

import org.jspecify.annotations.NullMarked;
