"""The shipped attacks (the payload folder redteam/), judged on this machine: `judge redteam`, and our own tests."""
