package org.archivevault.firmware.source;

import java.time.Duration;
import org.archivevault.protocol.Bilingual;

/**
 * How one kind of bridge or camera system speaks.
 *
 * @param name for example {@code zigbee2mqtt-1}: name and version of its file
 * @param title what people call it
 * @param longestSilence how long one of its sensors may say nothing before it counts as silent
 */
public record SourceProfile(String name, Bilingual title, Duration longestSilence) {}
