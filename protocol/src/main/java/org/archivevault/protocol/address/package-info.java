/** Where things stand: vaults, blocks, aisles, shelf addresses and their printed position codes. */
@NullMarked
package org.archivevault.protocol.address;

import org.jspecify.annotations.NullMarked;
