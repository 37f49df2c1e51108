mod crossing;
mod deal;
