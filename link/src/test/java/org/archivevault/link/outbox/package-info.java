@NullMarked
package org.archivevault.link.outbox;

import org.jspecify.annotations.NullMarked;
