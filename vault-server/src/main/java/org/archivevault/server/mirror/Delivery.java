package org.archivevault.server.mirror;

import java.util.ArrayList;
import java.util.List;

/**
 * Delivers a batch. When it is refused, halves are sent, down to the single lines that are refused: one bad line must
 * hold up neither its batch nor the mirror. Lines that were in already are sent again on the way, which changes nothing.
 */
final class Delivery {
    /**
     * Requests for one batch at most: enough to find about ten bad lines among five thousand. A store that refuses more
     * refuses for a reason that lies in no line, and is left in peace until a person has looked.
     */
    static final int MOST_REQUESTS = 256;

    private final LineSink sink;
    private int requests;

    private Delivery(LineSink sink) {
        this.sink = sink;
    }

    /**
     * What became of the batch.
     *
     * @param result the last answer; when it {@linkplain SendResult#isIn is in}, so is everything but the refused
     * @param refused lines refused one by one
     */
    record End(SendResult result, List<RefusedLine> refused) {
        End {
            refused = List.copyOf(refused);
        }
    }

    /**
     * A line that is refused even alone.
     *
     * @param index its place in the batch
     * @param detail why, in the store's words
     */
    record RefusedLine(int index, String detail) {}

    /**
     * Delivers.
     *
     * @param sink blocks
     * @param lines at least one
     * @return what became of them
     */
    static End deliver(LineSink sink, List<String> lines) {
        List<RefusedLine> refused = new ArrayList<>();
        SendResult result = new Delivery(sink).deliver(lines, 0, refused);
        return new End(result, result.isIn() ? refused : List.of());
    }

    private SendResult deliver(List<String> lines, int from, List<RefusedLine> refused) {
        SendResult whole = sink.send(lines);
        requests++;
        if (whole.kind() != SendResult.Kind.REFUSED || requests >= MOST_REQUESTS) {
            return whole;
        }
        if (lines.size() == 1) {
            refused.add(new RefusedLine(from, whole.detail()));
            return SendResult.ACCEPTED;
        }
        int half = lines.size() / 2;
        SendResult first = deliver(lines.subList(0, half), from, refused);
        return first.isIn() ? deliver(lines.subList(half, lines.size()), from + half, refused) : first;
    }
}
