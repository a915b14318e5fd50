package org.archivevault.edge.shelving.modbus;

import io.vertx.core.Future;
import java.util.List;
import org.archivevault.edge.modbus.ModbusFailure;
import org.archivevault.edge.shelving.StepAnswer;
import org.archivevault.edge.shelving.StepAnswer.Kind;

/** What a Modbus write's end means for a command. */
final class Answers {
    private Answers() {}

    static Future<StepAnswer> of(Future<Void> write) {
        return write.map(StepAnswer.done()).otherwise(Answers::of);
    }

    private static StepAnswer of(Throwable failure) {
        return new StepAnswer(kind(failure), sentence(failure));
    }

    private static Kind kind(Throwable failure) {
        if (!(failure instanceof ModbusFailure modbus)) {
            return Kind.UNKNOWN;
        }
        if (!modbus.mayHaveBeenSent()) {
            return Kind.NOT_SENT;
        }
        return modbus.mayHaveTakenEffect() ? Kind.UNKNOWN : Kind.REFUSED;
    }

    static String sentence(Throwable failure) {
        return failure instanceof ModbusFailure modbus ? modbus.sentence().toString() : String.valueOf(failure);
    }

    /** Whether the unit, or the way to it, must be doubted afterwards. An exception response is an answer all right. */
    static boolean castsDoubt(Throwable failure) {
        return !(failure instanceof ModbusFailure.ExceptionResponse
                || failure instanceof ModbusFailure.GateClosed
                || failure instanceof ModbusFailure.QueueFull
                || failure instanceof ModbusFailure.ClientClosed);
    }

    /** Done only when all are done; unknown when any may have left unheard. */
    static StepAnswer worst(List<StepAnswer> answers) {
        return answers.stream()
                .max((a, b) -> Integer.compare(badness(a.kind()), badness(b.kind())))
                .orElseGet(StepAnswer::done);
    }

    private static int badness(Kind kind) {
        return switch (kind) {
            case DONE -> 0;
            case REFUSED -> 1;
            case NOT_SENT -> 2;
            case UNKNOWN -> 3;
        };
    }
}
