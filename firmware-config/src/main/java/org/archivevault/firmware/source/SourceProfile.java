package org.archivevault.firmware.source;

import org.archivevault.protocol.Bilingual;

/**
 * How one kind of bridge or camera system speaks.
 *
 * @param name for example {@code zigbee2mqtt-1}: name and version of its file
 * @param title what people call it
 */
public record SourceProfile(String name, Bilingual title) {}
