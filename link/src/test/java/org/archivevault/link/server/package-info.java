@NullMarked
package org.archivevault.link.server;

import org.jspecify.annotations.NullMarked;
