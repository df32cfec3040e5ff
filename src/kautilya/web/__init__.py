"""The service behind `kautilya open`: a case, its verdicts and longer questions, over HTTP."""
