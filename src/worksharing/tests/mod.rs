mod deal;
