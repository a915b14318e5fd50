package org.archivevault.server.retrieval;

import java.util.LinkedHashMap;
import java.util.Map;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.server.accesslog.AccessEntry;

/** How retrievals stand in the access log. */
final class RetrievalEntries {
    private RetrievalEntries() {}

    /** A retrieval took a state. */
    static AccessEntry moved(Retrieval retrieval, String by) {
        String code = retrieval.code();
        return AccessEntry.of(
                "retrieval-" + retrieval.state().wireName(),
                by,
                "retrieval:" + retrieval.id(),
                code == null ? AccessEntry.OK : code,
                facts(retrieval));
    }

    /** Something was asked of a retrieval and refused; its state did not change. */
    static AccessEntry refused(Retrieval retrieval, String what, String by, String codes) {
        Map<String, Object> facts = facts(retrieval);
        facts.put("codes", codes);
        return AccessEntry.of(what, by, "retrieval:" + retrieval.id(), AccessEntry.REFUSED, facts);
    }

    /** The intent of a motion, durable before the command leaves (I17). */
    static AccessEntry commanded(Retrieval retrieval, MovingCommand command) {
        return AccessEntry.of(
                "command-issued",
                command.subject(),
                "command:" + command.id(),
                AccessEntry.OK,
                Map.of(
                        "retrieval", retrieval.id(),
                        "aisle", command.block() + "/" + command.goal().aisle(),
                        "token", command.token(),
                        "lifeMillis", command.lifeMillis()));
    }

    /** A pack left or came back. */
    static AccessEntry pack(String kind, String by, String pack, String result, Map<String, Object> facts) {
        return AccessEntry.of(kind, by, "pack:" + pack, result, facts);
    }

    private static Map<String, Object> facts(Retrieval retrieval) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("order", retrieval.orderNo());
        facts.put("purpose", retrieval.purpose());
        facts.put("askedBy", retrieval.askedBy());
        retrieval.target().ifPresent(target -> {
            facts.put("pack", target.pack());
            facts.put("position", target.positionCode());
            facts.put("aisle", target.block() + "/" + target.aisle());
        });
        if (!retrieval.detail().isEmpty()) {
            facts.put("detail", retrieval.detail());
        }
        return facts;
    }
}
