/** The terminal client, for the demo and for support: one command per thing a person wants. */
@NullMarked
package org.archivevault.client;

import org.jspecify.annotations.NullMarked;
