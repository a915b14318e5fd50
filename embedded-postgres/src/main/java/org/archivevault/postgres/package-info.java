/**
 * A PostgreSQL for one machine, started by our own small launcher over the binaries of a jar: durable (fsync and
 * synchronous_commit on, data checksums), reachable from this machine only, with a password, and stopped cleanly even
 * when this process is killed. A configured database address replaces it completely.
 */
@NullMarked
package org.archivevault.postgres;

import org.jspecify.annotations.NullMarked;
