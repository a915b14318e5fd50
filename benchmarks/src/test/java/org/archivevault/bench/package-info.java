/** What the table says is tested; the measurements themselves are run, not tested. */
@NullMarked
package org.archivevault.bench;

import org.jspecify.annotations.NullMarked;
