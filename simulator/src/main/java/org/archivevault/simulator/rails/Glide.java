package org.archivevault.simulator.rails;

/** Soft start, steady speed, soft stop, from one place to another. */
final class Glide implements Course {
    private final double from;
    private final double to;
    private final double startMillis;
    private final double acceleration;
    private final double rampMillis;
    private final double peak;
    private final double totalMillis;

    Glide(double from, double to, double startMillis, Drive drive) {
        double distance = Math.abs(to - from);
        this.from = from;
        this.to = to;
        this.startMillis = startMillis;
        this.acceleration = drive.acceleration();
        // On a short way the full speed is never reached.
        this.rampMillis = Math.min(drive.rampMillis(), Math.sqrt(distance / acceleration));
        this.peak = acceleration * rampMillis;
        this.totalMillis = distance == 0 ? 0 : 2 * rampMillis + (distance - peak * rampMillis) / peak;
    }

    @Override
    public double positionAt(double millis) {
        double elapsed = millis - startMillis;
        if (elapsed <= 0) {
            return from;
        }
        if (elapsed >= totalMillis) {
            return to;
        }
        double direction = Math.signum(to - from);
        double left = totalMillis - elapsed;
        if (left < rampMillis) {
            return to - direction * acceleration * left * left / 2;
        }
        if (elapsed < rampMillis) {
            return from + direction * acceleration * elapsed * elapsed / 2;
        }
        return from + direction * peak * (elapsed - rampMillis / 2);
    }

    @Override
    public double velocityAt(double millis) {
        double elapsed = millis - startMillis;
        if (elapsed <= 0 || elapsed >= totalMillis) {
            return 0;
        }
        double steps = Math.min(rampMillis, Math.min(elapsed, totalMillis - elapsed));
        return Math.signum(to - from) * acceleration * steps;
    }

    @Override
    public double endsAtMillis() {
        return totalMillis == 0 ? Double.NEGATIVE_INFINITY : startMillis + totalMillis;
    }
}
