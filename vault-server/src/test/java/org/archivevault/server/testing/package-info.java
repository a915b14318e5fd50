/** What tests of several features share: a real PostgreSQL per test process, and a running server. */
@NullMarked
package org.archivevault.server.testing;

import org.jspecify.annotations.NullMarked;
