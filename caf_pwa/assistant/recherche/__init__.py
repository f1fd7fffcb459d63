"""Finding what answers a question. All this runs in a process apart: its libraries weigh more than the pages."""
