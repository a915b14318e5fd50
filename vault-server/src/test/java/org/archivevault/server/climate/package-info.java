@org.jspecify.annotations.NullMarked
package org.archivevault.server.climate;
