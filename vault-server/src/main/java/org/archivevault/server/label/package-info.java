/** What is printed on a pack and written into its tag. */
@NullMarked
package org.archivevault.server.label;

import org.jspecify.annotations.NullMarked;
