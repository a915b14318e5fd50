package org.archivevault.server.alarm.rule;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a value swings within a sliding window: the difference between the highest and the lowest good reading. The
 * window slides in steps, so that little is remembered; it is up to one step longer than asked for.
 *
 * <p>For the daily swing: JGJ 25-2010 §5.2.3 allows, once the temperature and humidity of a vault have been chosen, no more
 * than ±2 °C and ±5 %RH within a day and night. Where the chosen value is known, every reading of the last 24 h must lie
 * within that of it. Where it is not, there must be at least one value that could have been chosen: the highest and the
 * lowest reading of the last 24 h are no more than twice that apart.
 *
 * @param window how far back
 * @param step of the window
 * @param most how far a reading may be from the chosen value, in the quantity's unit; twice that is the allowed spread
 * @param chosen the chosen value, when there is one
 * @param deadBand by how much the spread must be less again, in the quantity's unit
 */
record Spread(Duration window, Duration step, double most, Optional<Double> chosen, double deadBand)
        implements Machine<Spread.Memory> {
    Spread {
        if (!(most > 0) || !(deadBand >= 0) || deadBand >= 2 * most || step.isZero() || window.compareTo(step) < 0) {
            throw new IllegalArgumentException("no spread: " + most + ", " + deadBand + ", " + window + ", " + step);
        }
    }

    /**
     * The extremes of one step.
     *
     * @param number of the step since 1970
     * @param least lowest reading
     * @param greatest highest reading
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Extremes(long number, double least, double greatest) {}

    /**
     * What it remembers.
     *
     * @param steps those of the window, oldest first
     * @param raised whether it has been told
     */
    record Memory(List<Extremes> steps, boolean raised) {
        /** Of a rule that has seen nothing. */
        static final Memory NOTHING = new Memory(List.of(), false);

        Memory {
            steps = List.copyOf(steps);
        }
    }

    @Override
    public Class<Memory> memory() {
        return Memory.class;
    }

    @Override
    public Memory fresh(Tick tick) {
        return Memory.NOTHING;
    }

    @Override
    public boolean raised(Memory state) {
        return state.raised();
    }

    @Override
    public Turn<Memory> on(Memory state, Sample sample) {
        long number = Math.floorDiv(sample.when().toEpochMilli(), step.toMillis());
        if (addsNothing(state.steps(), number, sample.value())) {
            return Turn.quiet(state);
        }
        List<Extremes> steps = with(state.steps(), number, sample.value());
        double spread = spread(steps);
        if (!state.raised() && spread > 2 * most) {
            Instant when = sample.when();
            return new Turn<>(new Memory(steps, true), List.of(new Signal.Raised(when, when, spread)));
        }
        if (state.raised() && spread <= 2 * most - deadBand) {
            return new Turn<>(new Memory(steps, false), List.of(new Signal.Cleared(sample.when(), spread)));
        }
        return Turn.quiet(steps.equals(state.steps()) ? state : new Memory(steps, state.raised()));
    }

    @Override
    public Turn<Memory> tick(Memory state, Tick tick) {
        // Nothing is known of a time without readings.
        return Turn.quiet(state);
    }

    /** Nothing new: by far most readings. */
    private static boolean addsNothing(List<Extremes> steps, long number, double value) {
        if (steps.isEmpty()) {
            return false;
        }
        Extremes last = steps.get(steps.size() - 1);
        return last.number() == number && value >= last.least() && value <= last.greatest();
    }

    private List<Extremes> with(List<Extremes> before, long number, double value) {
        long oldest = number - window.toMillis() / step.toMillis();
        List<Extremes> steps = new ArrayList<>(before.size() + 1);
        Extremes own = new Extremes(number, value, value);
        for (Extremes extremes : before) {
            // Steps ahead of it are of a clock that has been set back since.
            if (extremes.number() == number) {
                own = new Extremes(number, Math.min(value, extremes.least()), Math.max(value, extremes.greatest()));
            } else if (extremes.number() >= oldest && extremes.number() < number) {
                steps.add(extremes);
            }
        }
        steps.add(own);
        return steps;
    }

    /** How far the values of the window lie apart. */
    double of(Memory state) {
        return spread(state.steps());
    }

    private double spread(List<Extremes> steps) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (Extremes extremes : steps) {
            least = Math.min(least, extremes.least());
            greatest = Math.max(greatest, extremes.greatest());
        }
        double low = least;
        double high = greatest;
        return chosen.map(value -> 2 * Math.max(high - value, value - low)).orElse(high - low);
    }
}
