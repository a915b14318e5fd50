package org.archivevault.simulator.rails;

/** From some speed to a standstill. */
final class Braking implements Course {
    private final double from;
    private final double velocity;
    private final double startMillis;
    private final double totalMillis;

    Braking(double from, double velocity, double startMillis, Drive drive) {
        this.from = from;
        this.velocity = velocity;
        this.startMillis = startMillis;
        this.totalMillis = Math.abs(velocity) / drive.braking();
    }

    @Override
    public double positionAt(double millis) {
        if (totalMillis == 0) {
            return from;
        }
        double elapsed = Math.max(0, Math.min(totalMillis, millis - startMillis));
        return from + velocity * elapsed - velocity * elapsed * elapsed / (2 * totalMillis);
    }

    @Override
    public double velocityAt(double millis) {
        double left = startMillis + totalMillis - millis;
        return left <= 0 ? 0 : velocity * Math.min(1, left / totalMillis);
    }

    @Override
    public double endsAtMillis() {
        return totalMillis == 0 ? Double.NEGATIVE_INFINITY : startMillis + totalMillis;
    }
}
