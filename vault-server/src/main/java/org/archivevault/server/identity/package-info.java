/** Who may ask: roles and the signed-in person. Knows neither HTTP nor the database. */
@NullMarked
package org.archivevault.server.identity;

import org.jspecify.annotations.NullMarked;
