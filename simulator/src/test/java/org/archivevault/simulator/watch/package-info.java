@NullMarked
package org.archivevault.simulator.watch;

import org.jspecify.annotations.NullMarked;
