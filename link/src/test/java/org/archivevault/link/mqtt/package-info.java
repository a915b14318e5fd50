@NullMarked
package org.archivevault.link.mqtt;

import org.jspecify.annotations.NullMarked;
