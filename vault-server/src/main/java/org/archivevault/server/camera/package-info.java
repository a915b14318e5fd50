/** What the cameras saw: observations, stills, and both laid beside movements, gate crossings, alarms and retrievals. */
@NullMarked
package org.archivevault.server.camera;

import org.jspecify.annotations.NullMarked;
