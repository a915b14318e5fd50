@NullMarked
package org.archivevault.server.account;

import org.jspecify.annotations.NullMarked;
