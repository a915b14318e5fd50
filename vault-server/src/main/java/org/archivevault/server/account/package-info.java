/** User accounts, passwords, sign-in and sessions. */
@NullMarked
package org.archivevault.server.account;

import org.jspecify.annotations.NullMarked;
