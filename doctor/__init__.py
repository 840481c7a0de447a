"""The doctor: small checks that each find one line to say, green or red, with the mend."""
