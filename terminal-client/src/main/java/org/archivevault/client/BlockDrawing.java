package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Draws a block to scale in one line: carriages as boxes with their number, the gaps as dots. */
final class BlockDrawing {
    private BlockDrawing() {}

    /**
     * Draws.
     *
     * @param block as the API tells it
     * @param columns how many characters the rails may take, at least 20
     * @return one line; a sentence when the positions are not known
     */
    static String of(JsonNode block, int columns) {
        JsonNode view = block.path("view");
        if (view.isMissingNode() || view.isNull()) {
            return "（状态未知 / state unknown）";
        }
        double scale = columns / (double) Math.max(1, block.path("railLengthMm").asInt());
        StringBuilder line = new StringBuilder("·".repeat(columns));
        JsonNode widths = block.path("carriageWidthsMm");
        int index = 0;
        for (JsonNode carriage : view.path("carriages")) {
            JsonNode position = carriage.path("positionMm");
            if (!position.isNumber()) {
                return "（位置未知 / positions unknown）";
            }
            int from = (int) Math.round(position.asInt() * scale);
            int to = (int) Math.round((position.asInt() + widths.path(index++).asInt()) * scale);
            box(line, from, Math.min(to, columns), carriage);
        }
        return line.toString();
    }

    private static void box(StringBuilder line, int from, int to, JsonNode carriage) {
        char fill = carriage.path("mobile").asBoolean() ? '▓' : '█';
        for (int i = Math.max(0, from); i < to; i++) {
            line.setCharAt(i, i == from ? '▌' : fill);
        }
        String number = carriage.path("number").asText();
        int at = from + Math.max(1, (to - from - number.length() + 1) / 2);
        for (int i = 0; i < number.length() && at + i < to; i++) {
            line.setCharAt(at + i, number.charAt(i));
        }
    }

    /**
     * Says how a block stands.
     *
     * @param block as the API tells it
     * @return one line, Chinese and English
     */
    static String caption(JsonNode block) {
        JsonNode view = block.path("view");
        String moving = view.path("moving").asBoolean(false) ? "  移动中 / moving" : "";
        JsonNode target = view.path("targetAisle");
        if (target.isInt()) {
            return (target.asInt() == 0
                            ? "正在均匀散开（通风） / spreading for ventilation"
                            : "正在打开通道 / opening aisle " + target.asInt())
                    + moving;
        }
        if (view.path("spread").asBoolean(false)) {
            return "已均匀散开（通风） / spread for ventilation" + moving;
        }
        JsonNode open = view.path("openAisle");
        if (!open.isInt()) {
            return "状态未知 / state unknown";
        }
        return (open.asInt() == 0 ? "无打开的通道 / no aisle open" : "通道已打开 / open aisle " + open.asInt()) + moving;
    }
}
