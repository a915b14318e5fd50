package org.archivevault.edge.tags.llrp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our questions on one connection and their answers, matched by message id. Runs on the connection's context. */
final class Exchanges {
    private static final long ID_MASK = 0xFFFF_FFFFL;

    private final Vertx vertx;
    private final NetSocket socket;
    private final Map<Long, Question> open = new HashMap<>();
    private long lastId;
    private @Nullable LlrpFailure end;

    private record Question(Request request, Promise<Answer> answer, long timer) {}

    /** What a reader answered. */
    static final class Answer {
        private final byte[] bytes;
        private final LlrpStatus status;

        private Answer(byte[] bytes, LlrpStatus status) {
            this.bytes = bytes;
            this.status = status;
        }

        /** The whole message. */
        byte[] bytes() {
            return bytes;
        }

        /** What it says of the request. */
        LlrpStatus status() {
            return status;
        }
    }

    Exchanges(Vertx vertx, NetSocket socket) {
        this.vertx = vertx;
        this.socket = socket;
    }

    /**
     * Asks.
     *
     * @return succeeds with the answer, whatever its status; fails with {@link LlrpFailure} when none comes in time or the
     *     connection ends
     */
    Future<Answer> ask(Request request, Duration deadline) {
        if (end != null) {
            return Future.failedFuture(end);
        }
        long id = nextId();
        Promise<Answer> answer = Promise.promise();
        long timer = vertx.setTimer(deadline.toMillis(), fired -> {
            open.remove(id);
            answer.tryFail(LlrpFailure.late(request.name(), deadline));
        });
        open.put(id, new Question(request, answer, timer));
        socket.write(Buffer.buffer(request.bytes(id)));
        return answer.future();
    }

    /** As {@link #ask}, but also fails with {@link LlrpFailure} when the status is not success. */
    Future<Answer> demand(Request request, Duration deadline) {
        return ask(request, deadline)
                .compose(answer -> answer.status().isSuccess()
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture(LlrpFailure.refused(request.name(), answer.status())));
    }

    /** Says something that has no answer. */
    void tell(Request request) {
        socket.write(Buffer.buffer(request.bytes(nextId())));
    }

    /**
     * A message that may be an answer came; one that nobody waits for (any more) is let go.
     *
     * @throws MalformedMessage when it has the id of a question but is not its answer
     */
    void received(Frame frame) throws MalformedMessage {
        Question question = open.get(frame.id());
        if (question == null) {
            return;
        }
        int expected = question.request().responseType();
        if (frame.type() != expected && frame.type() != MessageType.ERROR_MESSAGE) {
            throw new MalformedMessage("a message of type " + frame.type() + " has the id of the "
                    + question.request().name());
        }
        Answer answer = new Answer(frame.copy(), LlrpStatus.of(frame));
        if (frame.type() != expected && answer.status().isSuccess()) {
            throw new MalformedMessage("an error message that says success");
        }
        open.remove(frame.id());
        vertx.cancelTimer(question.timer());
        question.answer().complete(answer);
    }

    /** The connection has ended: nothing will be answered. */
    void end(LlrpFailure failure) {
        end = failure;
        List<Question> left = new ArrayList<>(open.values());
        open.clear();
        left.forEach(question -> {
            vertx.cancelTimer(question.timer());
            question.answer().tryFail(failure);
        });
    }

    private long nextId() {
        lastId = (lastId + 1) & ID_MASK;
        return lastId;
    }
}
