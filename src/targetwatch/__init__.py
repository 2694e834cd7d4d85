"""targetwatch: monitoring quantitative commitments."""
